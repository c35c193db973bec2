"""From symbolic expressions to lines of Python: shared subexpressions, no hidden powers, one set of operations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sympy as sp

HALF = sp.Rational(1, 2)


@dataclass(frozen=True)
class Writer:
    """Writes expressions for floats (`math`, also what numba compiles) or for NumPy arrays (`np`)."""

    arrays: bool = False

    @property
    def library(self) -> str:
        """The module whose functions are written: `np` for arrays, else `math`."""
        return "np" if self.arrays else "math"

    def __call__(self, expr: sp.Expr) -> str:
        if isinstance(expr, sp.Symbol):
            return expr.name
        if expr == sp.pi:
            return repr(float(sp.pi))
        if expr.is_Rational:
            return repr(float(expr))
        if isinstance(expr, sp.Add):
            return self._sum(expr)
        if isinstance(expr, sp.Mul):
            return self._product(expr)
        if isinstance(expr, sp.Pow):
            return self._product(expr) if _negative(expr.exp) else self._power(expr.base, expr.exp)
        return self._function(expr)

    def _sum(self, expr: sp.Add) -> str:
        text = ""
        for term in sorted(expr.args, key=_negative):  # positive terms first
            if _negative(term):
                text += f" - {self._factor(-term)}"
            else:
                text += f" + {self(term)}" if text else self(term)
        return text.strip()

    def _product(self, expr: sp.Expr) -> str:
        negative = _negative(expr)
        over, under = _split(-expr if negative else expr)
        text = "*".join(self._factor(f) for f in over) or "1.0"
        if under:
            below = "*".join(self._factor(f) for f in under)
            text += f"/({below})" if len(under) > 1 else f"/{below}"
        return f"-{text}" if negative else text

    def _factor(self, expr: sp.Expr) -> str:
        text = self(expr)
        return f"({text})" if isinstance(expr, sp.Add | sp.Mul) or text.startswith("-") else text

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> str:
        inner = self._factor(base)
        inner = f"({inner})" if isinstance(base, sp.Pow) else inner
        if exponent.is_Integer and int(exponent) <= 8:
            return f"{inner}**{int(exponent)}"
        if exponent == HALF:
            return f"{self.library}.sqrt({self(base)})"
        if exponent.is_Rational and exponent.q == 2 and exponent < 5:
            return f"({inner}**{int(exponent - HALF)}*{self.library}.sqrt({self(base)}))"
        return f"{self.library}.{'power' if self.arrays else 'pow'}({self(base)}, {self(exponent)})"

    def _function(self, expr: sp.Expr) -> str:
        parts = [self(part) for part in expr.args]
        if isinstance(expr, sp.Max | sp.Min):
            name = {True: ("np.maximum", "np.minimum"), False: ("max", "min")}[self.arrays][
                isinstance(expr, sp.Min)
            ]
            text = parts[0]
            for part in parts[1:]:
                text = f"{name}({text}, {part})"
            return text
        if isinstance(expr, sp.Abs):
            return f"abs({parts[0]})"
        if isinstance(expr, sp.Heaviside):
            return (
                f"np.where({parts[0]} > 0.0, 1.0, 0.0)"
                if self.arrays
                else f"(1.0 if {parts[0]} > 0.0 else 0.0)"
            )
        if isinstance(expr, sp.sign):
            return f"np.sign({parts[0]})" if self.arrays else f"math.copysign(1.0, {parts[0]})"
        if isinstance(expr, sp.exp | sp.log):
            return f"{self.library}.{expr.func.__name__}({parts[0]})"
        raise ValueError(f"no code for {expr.func.__name__} in {expr}")


def _negative(expr: sp.Expr) -> bool:
    return bool(expr.as_coeff_Mul()[0] < 0)


def _split(expr: sp.Expr) -> tuple[list[sp.Expr], list[sp.Expr]]:
    over, under = [], []
    for factor in sp.Mul.make_args(expr):
        if isinstance(factor, sp.Pow) and _negative(factor.exp):
            under.append(sp.Pow(factor.base, -factor.exp))
        elif factor.is_Rational and not factor.is_Integer and factor.p == 1:
            under.append(sp.Integer(factor.q))
        else:
            over.append(factor)
    return over, under


def statements(
    expressions: Sequence[sp.Expr], prefix: str
) -> tuple[list[tuple[sp.Symbol, sp.Expr]], list[sp.Expr]]:
    """Common subexpressions named `<prefix>0, <prefix>1 ...` and the expressions in terms of them."""
    names = (sp.Symbol(f"{prefix}{i}", real=True) for i in range(100_000))
    shared, reduced = sp.cse(list(expressions), symbols=names, order="canonical")
    return shared, reduced


def symbols_of(expressions: Iterable[sp.Expr]) -> set[str]:
    """The names that occur in the expressions."""
    return {s.name for expr in expressions for s in expr.free_symbols}
