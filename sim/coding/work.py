"""Coded work: the diagnoses and services that go to billing (see sim/clinic/work.py, where the tables are made)."""
from sim.clinic.truth import CodedService, CodedVisit
from sim.clinic.work import Work, work_of

__all__ = ["CodedService", "CodedVisit", "Work", "work_of"]
