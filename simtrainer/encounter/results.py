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
    values = dict(authored.values) if authored else {}
    if SINGLE in values:
        values = {test.analytes[0]: values[SINGLE]}
    values = {**_measured(state, test.analytes), **values}
    seed = f"{state.case.heading.id}/{state.case.seed}"
    full = catalogue().normal_result(order.test, state.case.patient, seed, values)
    return tuple(_line(state, name, value, name not in values) for name, value in full.items())


def _measured(state: EncounterState, analytes: tuple[str, ...]) -> dict[str, int | float | str]:
    """What the body itself gives of ``analytes``; nobody has to write it."""
    body = stored_body(state)
    found: dict[str, int | float | str] = {
        name: round(float(getattr(body, part)), 1)
        for name, part in _FROM_BODY.items()
        if name in analytes
    }
    vitals = {name: state.vitals[part] for name, part in _FROM_VITALS.items() if name in analytes}
    return {**found, **vitals}


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
