"""The floors: what Django and Wagtail cost by themselves, served as the product is."""
