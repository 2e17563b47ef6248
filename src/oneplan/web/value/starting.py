"""What an empty calculation begins with: a model that can be reckoned, with remarks on what goes where."""

import yaml

_TEMPLATE = """\
# A model of what help is worth. Whatever stands after a # is a remark.
name: {name}
price_year: 2015/16        # all pounds are of this year
years: 5                   # how far the model looks ahead
units: gmca_ucd_v1_4       # the edition of the unit cost library that is used
outcomes: {{}}
# In place of {{}}, each outcome beneath a name of your own, set in by two spaces:
#  violence:
#    words: incidents of violence at home that do not happen
#    unit: CR2.0           # a row of the library; or fiscal, economic, social, shares of your own
#    population: 100       # how many a year
#    affected: 40 %        # of them, who has the problem
#    engagement: 80 %      # of them, who takes part
#    impact: 30 %          # of them, for whom it comes true
#    deadweight: 20 %      # of them, for whom it had come true without the help
#    grade: 5              # how well founded that is, from 1 (best) to 6
#    duration: 5           # years it lasts
#    drop_off: 20 %        # lost each year
costs:
  help:
    words: key working
    payer: council
    kind: cash             # or in_kind, capital
    by_year: [0]           # what is paid in each year, from the first on
    grade: 3
"""


def template(name: str) -> str:
    quoted = yaml.safe_dump(name, default_style='"', allow_unicode=True, width=10_000)
    return _TEMPLATE.format(name=quoted.strip())
