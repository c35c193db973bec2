"""The clinic: who came, what was agreed, done and seen; kept safe on one machine. The only folder that knows Django.

Its packages of tables (`audit`, `records`, `work`) set Django up when they are imported, with the home folder that
`MICRONEEDLING_CLINIC_HOME` names; so they can be used from Python and notebooks as from the command line.
"""
