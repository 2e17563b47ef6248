"""Pages of docs/reference written by the code they describe; runs inside .venv, because it reads OnePlan itself."""
