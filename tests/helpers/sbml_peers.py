"""The column in other people's programs: libRoadRunner and COPASI run an SBML text and give named curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# A cell count of 1e-12 is below rounding: CVODE then takes endless steps on skin that is back at rest.
RELATIVE, ABSOLUTE, STEPS = 1e-8, 1e-9, 100_000


def with_roadrunner(text: str, names: Sequence[str], days: np.ndarray) -> np.ndarray:
    """Curves (day, name) by libRoadRunner (CVODE)."""
    model = _roadrunner(text)
    model.integrator.relative_tolerance = RELATIVE
    model.integrator.absolute_tolerance = ABSOLUTE
    model.integrator.maximum_num_steps = STEPS
    model.timeCourseSelections = ["time", *names]
    return np.array(model.simulate(times=[0.0, *map(float, days)]))[1:, 1:]  # the first time is the start


def rates_of_roadrunner(text: str, states: dict[str, float]) -> dict[str, float]:
    """Rates of all states under the drivers of day 0, once these values are given to them."""
    model = _roadrunner(text)
    for name, value in states.items():
        model[name] = value
    return {name: float(model[f"{name}'"]) for name in states}


def _roadrunner(text: str):
    import roadrunner

    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_CRITICAL)
    return roadrunner.RoadRunner(text)


def with_copasi(text: str, names: Sequence[str], days: np.ndarray) -> np.ndarray:
    """Curves (day, name) by COPASI (LSODA)."""
    import COPASI

    folder = COPASI.CRootContainer.addDatamodel()
    try:
        assert folder.importSBMLFromString(text), COPASI.CCopasiMessage.getAllMessageText()
        task = folder.getTask("Time-Course")
        assert task.setMethodType(COPASI.CTaskEnum.Method_deterministic)
        problem, method = task.getProblem(), task.getMethod()
        problem.setUseValues(True)
        problem.setValues(" ".join(map(repr, [0.0, *map(float, days)])))
        problem.setTimeSeriesRequested(True)
        for option, value in (("Relative Tolerance", RELATIVE), ("Absolute Tolerance", ABSOLUTE)):
            assert method.getParameter(option).setDblValue(value)
        assert method.getParameter("Max Internal Steps").setUIntValue(STEPS)
        task.setScheduled(True)
        assert task.initializeRaw(COPASI.CCopasiTask.OUTPUT_UI), COPASI.CCopasiMessage.getAllMessageText()
        assert task.processRaw(True), COPASI.CCopasiMessage.getAllMessageText()
        return _read(task.getTimeSeries(), folder, names, len(days) + 1)[1:]
    finally:
        COPASI.CRootContainer.removeDatamodel(folder)


def _read(series, folder, names: Sequence[str], count: int) -> np.ndarray:
    assert series.getRecordedSteps() == count
    ids = [series.getSBMLId(place, folder) for place in range(series.getNumVariables())]
    where = [ids.index(name) for name in names]
    return np.array([[series.getConcentrationData(row, place) for place in where] for row in range(count)])


def complaints(text: str) -> list[str]:
    """Everything libSBML finds to say: errors and warnings of all its checks, those of units included."""
    import libsbml

    document = libsbml.readSBMLFromString(text)
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, True)
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_MODELING_PRACTICE, True)
    document.checkConsistency()
    return [document.getError(k).getMessage() for k in range(document.getNumErrors())]
