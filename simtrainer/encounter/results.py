"""What a test shows for this patient: the author's values, the body's, and marked defaults."""

from __future__ import annotations

from simtrainer.encounter.body import stored_body
from simtrainer.encounter.events import ResultLine, TestOrdered, TestResulted
from simtrainer.encounter.state import EncounterState
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.content import Result

SINGLE = "value"  # the key for the value of a test with one analyte
# Analytes that the body has of itself: analyte id -> field of the physiology state.
_FROM_BODY = {"glucose": "glucose", "glucose_capillary": "glucose", "lactate": "lactate"}
# Analytes that are vitals: analyte id -> name of the vital.
_FROM_VITALS = {
    "pulse": "hr",
    "systolic_bp": "sbp",
    "systolic_bp_left": "sbp",
    "diastolic_bp": "dbp",
    "respiratory_rate": "rr",
    "oxygen_saturation": "spo2",
    "arterial_saturation": "spo2",
    "temperature": "temp",
}


def result_of(state: EncounterState, order: TestOrdered) -> TestResulted:
    """The result of ``order``, as of the time the sample was taken."""
    authored = _authored(state, order)
    lines = _lines(state, order, authored)
    test = catalogue().test(order.test)
    report = authored.report if authored else ""
    plain = "" if lines or report or (authored and authored.ecg) else test.normal
    ecg = _ecg(order, authored)
    return TestResulted(
        seq=0,
        at=0,
        order=order.order,
        test=order.test,
        name=order.name,
        taken_at=order.at,
        lines=lines,
        report=report or ("" if ecg else plain),
        ecg=ecg,
        ecg_rate=int(state.vitals["hr"]) if ecg else 0,
        ecg_rhythm=str(state.vitals["rhythm"]) if ecg else "sinus",
        picture=authored.picture if authored else "",
        defaulted=authored is None,
    )


def _authored(state: EncounterState, order: TestOrdered) -> Result | None:
    """The last authored result whose time has come when the sample was taken."""
    results = state.case.body.tests.get(order.test)
    if results is None:
        return None
    due = [r for r in results.results if r.after <= order.at]
    return due[-1] if due else results.results[0]


def _ecg(order: TestOrdered, authored: Result | None) -> str:
    if authored and authored.ecg:
        return authored.ecg
    return "normal" if catalogue().test(order.test).kind == "ecg" else ""


def _lines(
    state: EncounterState, order: TestOrdered, authored: Result | None
) -> tuple[ResultLine, ...]:
    test = catalogue().test(order.test)
    if not test.analytes:
        return ()
    own = _by_analyte(order.test, authored) if authored else {}
    given = {**_measured(state), **_written_elsewhere(state, order.at), **own}
    seed = f"{state.case.heading.id}/{state.case.seed}"
    patient = state.case.patient
    full = catalogue().normal_result(order.test, patient, seed, given)
    # What differs from a well person's value was not defaulted: it follows from what is given.
    well = catalogue().normal_result(order.test, patient, seed)
    return tuple(
        _line(state, name, value, name not in given and value == well[name])
        for name, value in full.items()
    )


def _by_analyte(test: str, result: Result) -> dict[str, float | str]:
    """An author's values by analyte; a lone value belongs to the test's first one."""
    values = dict(result.values)
    if SINGLE in values:
        values[catalogue().test(test).analytes[0]] = values.pop(SINGLE)
    return values


def _written_elsewhere(state: EncounterState, at_ms: int) -> dict[str, float | str]:
    """What the author wrote for any test: a potassium is the same in a gas as in the laboratory."""
    values: dict[str, float | str] = {}
    for test, results in state.case.body.tests.items():
        due = [r for r in results.results if r.after <= at_ms] or results.results[:1]
        if test in catalogue().tests and due:
            values.update(_by_analyte(test, due[-1]))
    return values


def _measured(state: EncounterState) -> dict[str, float | str]:
    """What the body itself gives; nobody has to write it."""
    body = stored_body(state)
    found: dict[str, float | str] = {
        name: round(float(getattr(body, part)), 1) for name, part in _FROM_BODY.items()
    }
    return found | {name: state.vitals[part] for name, part in _FROM_VITALS.items()}


def _line(state: EncounterState, name: str, value: float | str, defaulted: bool) -> ResultLine:
    patient = state.case.patient
    flag = catalogue().flag(name, value, patient)
    return ResultLine(
        id=name,
        name=catalogue().analyte(name).name,
        value=value,
        text=catalogue().format_value(name, value, state.locale),
        usual=catalogue().reference(name, patient, state.locale),
        flag="" if flag == "normal" else flag,
        defaulted=defaulted,
    )
