"""What is in a data set: `statistics` counts, `report` puts the counts into one JSON value."""
