"""A living neighbourhood for whoever tries the house: invented people and projects, built through the actions."""
