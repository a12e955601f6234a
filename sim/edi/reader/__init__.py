"""Reading: any X12 file to segments, findings and tables."""
