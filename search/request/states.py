"""Synonymous names of states, for the thesaurus.

The short name used by the United Nations comes first, then other names in use. A name that is part
of another, such as Timor in Timor-Leste, is omitted because it would match too much.
"""

STATE_NAMES = (
    ("Viet Nam", "Vietnam"),
    ("Timor-Leste", "East Timor"),
    ("Myanmar", "Burma"),
    ("Brunei Darussalam", "Brunei"),
    ("Lao PDR", "Laos", "Lao People's Democratic Republic"),
    ("Cambodia", "Kampuchea"),
    ("Côte d'Ivoire", "Ivory Coast"),
    ("Cabo Verde", "Cape Verde"),
    ("Czechia", "Czech Republic"),
    ("Türkiye", "Turkey"),
    ("Eswatini", "Swaziland"),
    ("North Macedonia", "FYROM"),
    ("Republic of Korea", "South Korea"),
    ("DPRK", "North Korea", "Democratic People's Republic of Korea"),
    ("Russian Federation", "Russia"),
    ("Syrian Arab Republic", "Syria"),
    ("Islamic Republic of Iran", "Iran"),
    ("Republic of Moldova", "Moldova"),
    ("United Republic of Tanzania", "Tanzania"),
    ("Bolivarian Republic of Venezuela", "Venezuela"),
    ("Plurinational State of Bolivia", "Bolivia"),
    ("Democratic Republic of the Congo", "DRC", "Zaire"),
    ("Sri Lanka", "Ceylon"),
    ("Bangladesh", "East Pakistan"),
    ("Burkina Faso", "Upper Volta"),
    ("United Kingdom", "UK"),
    ("United States of America", "USA"),
    ("United Arab Emirates", "UAE"),
    ("Papua New Guinea", "PNG"),
    ("People's Republic of China", "PRC"),
    ("Netherlands", "Holland"),
    ("Holy See", "Vatican"),
    ("Micronesia", "Federated States of Micronesia"),
)
"""Each tuple lists the names of one state."""
