"""A model as an Excel workbook whose every figure is a formula over its inputs, and such a workbook read again."""
