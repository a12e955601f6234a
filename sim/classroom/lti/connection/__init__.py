"""The LMS's web addresses: keys, tokens, requests to it, and rows that several processes write."""
