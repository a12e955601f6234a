"""Work through time: items, people with hours, queues, deadlines, and what comes of it."""
