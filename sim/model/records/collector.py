"""Mesa's DataCollector over the records, which are kept anyway: collecting costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

if TYPE_CHECKING:
    import pandas as pd


class RecordsCollector(mesa.DataCollector):  # type: ignore[misc]
    """Reads model-level figures from the records of an ecosystem."""

    def __init__(self, model: Any) -> None:
        self._model = model
        super().__init__()

    @property
    def model_vars(self) -> dict[str, list[Any]]:
        """Daily figures by column, as Mesa's ``batch_run`` reads them: a value a day."""
        return {str(name): column.to_list() for name, column in self._model.records.daily().items()}

    @model_vars.setter
    def model_vars(self, given: dict[str, list[Any]]) -> None:
        """Leave what Mesa sets when it makes a collector: the records have it all."""

    def collect(self, model: Any) -> None:
        """Do nothing: the records of each day are already written."""

    def get_model_vars_dataframe(self) -> pd.DataFrame:
        """Return the daily records, indexed by day."""
        return self._model.records.daily().set_index("day")
