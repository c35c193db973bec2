"""What the solver runs: people, sessions, adjuncts, tissues and numerics; the one place where they are put together.

    anatomy -> punctures -> session effects, adjuncts -> geometry -> one posed tissue a kind -> trajectory

Courses, arms of studies and of trials, gradients and exports build a `Protocol` and ask it to `run`, or to `prepare`
where they need the equations posed but not integrated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..answers.brief import brief
from ..device.needling import Needling
from ..engine.solver import Kernel
from ..evidence.registry import Values
from ..healing.adjuncts import Adjuncts
from ..healing.run import TOLERANCE, PosedTissue, Setting, pose
from ..healing.session_effect import SessionEffect
from ..injury.punctures import Punctures, punctures
from ..skin.anatomy import Anatomy, anatomy_of
from ..skin.layers import Geometry, GeometryOf, Layers
from ..skin.people import Somebody
from ..skin.person import Aftercare
from ..skin.tissue import TissueTrajectory
from ..transport.anaesthesia import Cream
from .adjuncts import adjuncts_of
from .products import Application, EffectShare, Product, effect_share
from .topicals import PLATELETS, TOPICALS


@dataclass(frozen=True, eq=False)
class Session:
    """One session. Sessions that share one `Needling` share their punctures; `cream`: numbing before it.

    `area_cm2`: skin needled, on which pain hangs; None counts as a face.
    """

    __repr__ = brief

    day: float
    needling: Needling
    products: tuple[Product, ...] = ()
    cream: Cream | None = None
    area_cm2: float | None = None


@dataclass(frozen=True, eq=False)
class Protocol:
    """Whom to treat with what, which tissues to follow to which days, and how finely.

    `effect_share` says how far a product acts: by default as far as it gets into these very people's skin.
    """

    __repr__ = brief

    people: Somebody
    sessions: tuple[Session, ...]
    aftercare: Aftercare
    output_day: np.ndarray  # rising
    tissue_kinds: tuple[str, ...] = ("skin",)
    lesional_pigment: str = "uneven"
    baseline_only: frozenset[str] = (
        frozenset()
    )  # tissues left untreated and known on the first output day only
    geometry: GeometryOf = Layers.of
    tolerance: float = TOLERANCE
    kernel: Kernel = "auto"
    threads: int | None = None
    effect_share: EffectShare = effect_share

    def prepare(self, values: Values) -> Prepared:
        """Everything that can be said before the equations are integrated, for every draw of `values`."""
        anatomy = anatomy_of(self.people, values)
        channels = self._punctures(anatomy, values)
        applied = self._applications(channels, anatomy, values)
        shares = {both: self.effect_share(application) for both, application in applied.items()}
        return Prepared(
            protocol=self,
            values=values,
            anatomy=anatomy,
            geometry=self.geometry(anatomy),
            session_effects=self._session_effects(channels, shares, values),
            product_shares=tuple(
                tuple(shares[session.needling, product] for product in session.products)
                for session in self.sessions
            ),
            applications=tuple(
                tuple(applied[session.needling, product] for product in session.products)
                for session in self.sessions
            ),
            adjuncts=adjuncts_of(
                [(s.day, [(p, shares[s.needling, p]) for p in s.products]) for s in self.sessions],
                self.aftercare,
                values,
            ),
        )

    def run(self, values: Values) -> Trajectory:
        """Every tissue followed to every output day, for every draw of `values`."""
        return self.prepare(values).run()

    def _punctures(self, anatomy: Anatomy, values: Values) -> dict[Needling, Punctures]:
        needlings = dict.fromkeys(session.needling for session in self.sessions)
        return {needling: punctures(needling, anatomy, values) for needling in needlings}

    def _applications(
        self, channels: dict[Needling, Punctures], anatomy: Anatomy, values: Values
    ) -> dict[tuple[Needling, Product], Application]:
        """Each product after each needling, once however often it recurs."""
        dressed = self.aftercare.occlusion_h > 0
        made: dict[tuple[Needling, Product], Application] = {}
        for session in self.sessions:
            for product in session.products:
                if (session.needling, product) not in made:
                    # Platelet factors count at the session itself, before any dressing.
                    occluded = dressed and bool(TOPICALS[product.name].drivers)
                    punctures = channels[session.needling]
                    application = Application(product, session.needling, punctures, anatomy, values, occluded)
                    made[session.needling, product] = application
        return made

    def _session_effects(
        self,
        channels: dict[Needling, Punctures],
        shares: dict[tuple[Needling, Product], np.ndarray],
        values: Values,
    ) -> tuple[SessionEffect, ...]:
        """What each session does to tissue; sessions that differ only in the day share their arrays."""
        by_kind: dict[tuple[Needling, tuple[Product, ...]], SessionEffect] = {}
        for session in self.sessions:
            needling, products = session.needling, session.products
            if (needling, products) not in by_kind:
                plasma = next((product for product in products if product.name == PLATELETS), None)
                boost = np.zeros(values.count)
                if plasma is not None:
                    boost = values["adjunct.prp_platelet_dose"] * shares[needling, plasma]
                by_kind[needling, products] = SessionEffect(0.0, channels[needling], boost)
        return tuple(replace(by_kind[s.needling, s.products], day=s.day) for s in self.sessions)


@dataclass(frozen=True, eq=False)
class Prepared:
    """A protocol for given numbers, before its equations are integrated; arrays have a leading draw axis."""

    __repr__ = brief

    protocol: Protocol
    values: Values
    anatomy: Anatomy
    geometry: Geometry
    session_effects: tuple[SessionEffect, ...]
    product_shares: tuple[tuple[np.ndarray, ...], ...]  # by session and product
    applications: tuple[tuple[Application, ...], ...]  # likewise
    adjuncts: Adjuncts

    def setting(self, kind: str) -> Setting:
        """One tissue of the protocol."""
        protocol = self.protocol
        return Setting(protocol.people, kind, protocol.lesional_pigment, self.geometry, self.values)

    def pose(self, kind: str, days: np.ndarray | None = None) -> PosedTissue:
        """The equations of a tissue, to be known on `days`: the protocol's output days unless others are given."""
        days = self.protocol.output_day if days is None else days
        if kind in self.protocol.baseline_only:
            return pose(self.setting(kind), (), Adjuncts((), self.adjuncts.sun), days[:1])
        return pose(self.setting(kind), self.session_effects, self.adjuncts, days)

    def follow(self, kind: str, full: bool = False) -> TissueTrajectory:
        """One tissue to every output day; with `full` every dermal node instead of the two zones."""
        protocol = self.protocol
        return self.pose(kind).follow(protocol.tolerance, full, protocol.kernel, protocol.threads)

    def run(self) -> Trajectory:
        """Every tissue followed to every output day."""
        return Trajectory(self, {kind: self.follow(kind) for kind in self.protocol.tissue_kinds})

    def repeated_on(self, days: Sequence[float], output_day: np.ndarray) -> Prepared:
        """The first session on each of these days, and on no other; punctures and products are not worked out again.

        A session that is put off does to the tissue what it does on its own day; only the calendar moves.
        """
        first, effect = self.protocol.sessions[0], self.session_effects[0]
        shares, applications = self.product_shares[0], self.applications[0]
        products = list(zip(first.products, shares, strict=True))
        return replace(
            self,
            protocol=replace(
                self.protocol,
                sessions=tuple(replace(first, day=float(day)) for day in days),
                output_day=np.asarray(output_day, float),
            ),
            session_effects=tuple(replace(effect, day=float(day)) for day in days),
            product_shares=(shares,) * len(days),
            applications=(applications,) * len(days),
            adjuncts=adjuncts_of(
                [(float(day), products) for day in days], self.protocol.aftercare, self.values
            ),
        )

    def first_session_alone(self, output_day: np.ndarray) -> Prepared:
        """The first session on day 0 and nothing but the daily sun after it."""
        return replace(
            self,
            protocol=replace(self.protocol, sessions=self.protocol.sessions[:1], output_day=output_day),
            session_effects=tuple(replace(item, day=0.0) for item in self.session_effects[:1]),
            product_shares=self.product_shares[:1],
            applications=self.applications[:1],
            adjuncts=Adjuncts((), self.adjuncts.sun),
        )


@dataclass(frozen=True, eq=False)
class Trajectory:
    """A protocol that was run: every tissue by its kind, on the output days, with what led there."""

    __repr__ = brief

    prepared: Prepared
    tissues: dict[str, TissueTrajectory]

    @property
    def people(self) -> Somebody:
        """Who was treated: one person for all draws, or one a draw."""
        return self.prepared.protocol.people

    @property
    def aftercare(self) -> Aftercare:
        """How the skin was cared for between the sessions."""
        return self.prepared.protocol.aftercare

    @property
    def session_days(self) -> tuple[float, ...]:
        """Day of every session."""
        return tuple(session.day for session in self.prepared.protocol.sessions)

    @cached_property
    def failed(self) -> np.ndarray:
        """Draws (draw,) of which a tissue could not be integrated."""
        return np.logical_or.reduce([tissue.failed for tissue in self.tissues.values()])

    def of_draws(self, keep: np.ndarray, values: Values) -> Trajectory:
        """The same in the draws that `keep` (draw,) marks, whose numbers are `values`: nothing is integrated."""
        prepared = self.prepared.protocol.prepare(values)
        return Trajectory(prepared, {kind: tissue.of_draws(keep) for kind, tissue in self.tissues.items()})
