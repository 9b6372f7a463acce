"""Files for a competition: made from a run in a sample's form, checked, compared, and how much of
a leaderboard is luck."""
