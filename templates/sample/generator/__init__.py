"""Makes the sample company from a seed. Imports no rule: what it knows of right and wrong is its own second opinion."""

from __future__ import annotations

from templates.sample.generator.company import generate_company
from templates.sample.generator.model import AS_OF, Answer, SampleCompany, SampleWorkbook

__all__ = ["AS_OF", "Answer", "SampleCompany", "SampleWorkbook", "generate_company"]
