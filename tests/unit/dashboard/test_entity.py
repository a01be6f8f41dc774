"""The links of the page of an entity, which itself has no filter."""

from dashboard.entity import facts_of


def test_the_outlet_of_a_fact_leads_to_the_facts_of_that_outlet() -> None:
    assert facts_of(7, {"outlet": "zarechye", "after": None}) == "/facts?entity=7&outlet=zarechye"
    assert facts_of(7, {"outlet": None}) == "/facts?entity=7"
