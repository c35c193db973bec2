from .course.course import Course as Course
from .course.course import Session as Session
from .course.reading import load_course as load_course
from .course.simulate import simulate as simulate
from .device.instruments import Pen as Pen
from .device.instruments import Roller as Roller
from .device.instruments import Stamp as Stamp
from .errors import InputError as InputError
from .errors import Refused as Refused
from .errors import SolverError as SolverError
from .evidence.registry import registry as registry
from .evidence.report import evidence_report as evidence_report
from .evidence.sources import cite as cite
from .sensitivity.evidence_for import evidence_for as evidence_for
from .sensitivity.gradient import gradient as gradient
from .skin.concern import Concern as Concern
from .skin.person import Aftercare as Aftercare
from .skin.person import Person as Person
from .studies.predict import predict as predict
from .studies.study_file import load_study as load_study
from .transport.deliver import deliver as deliver
from .transport.delivery_file import read_delivery as read_delivery
from .trials.reading import load_trial as load_trial
from .trials.trial import trial as trial
from .validation.validate import validate as validate

__version__: str
MODEL_NUMBER: int
