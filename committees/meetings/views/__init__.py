"""A committee's meetings before and around the vote: plan, agenda, attendance sheet, histories."""
