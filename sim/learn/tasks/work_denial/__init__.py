"""The denial task: find the cause, decide who fixes it, and fix it."""
