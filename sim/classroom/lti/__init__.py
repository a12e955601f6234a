"""LTI 1.3: a class in a school's LMS. Log-in and launch from a course, deep linking, scores into the gradebook (AGS),
the roster (NRPS) and dynamic registration, by the library pylti1p3.

Rules, rows and requests to the LMS; the pages are in sim/ui/serve. What the library leaves to its user and is done
here: a log-in is one row shared by all processes and launches once; the algorithm is RS256 and nothing else; issuer,
audience, deployment and every claim that we read are asked for; requests go to public https addresses only, are not
redirected, and are limited in time and size.
"""
