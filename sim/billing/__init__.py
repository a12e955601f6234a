"""The biller's room: claim, scrub, submission, posting, worklist, corrected claims, ledger, and the path of one visit
from chart to money.
"""
