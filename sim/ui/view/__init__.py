"""What each desk shows, as one JSON object: made from the state of the desk and the open part of the case, never from the truth."""
