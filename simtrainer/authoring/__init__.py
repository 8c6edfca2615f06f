"""Tools for those who write cases: lint that needs the patient, scripted trainees."""
