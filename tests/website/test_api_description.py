"""The description of the API is valid OpenAPI 3.1, and all answers agree with it.

`API_CASES` says how many requests are made up, of all operations together; 2,000 take half a minute.
"""

import os
from datetime import timedelta
from typing import Any, Final

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode

from tests.website.test_api import ask, one_of_everything
from website.api.resources import RESOURCES

pytestmark = pytest.mark.django_db
DESCRIPTION: Final = "/api/v1/openapi.json"
CASES: Final = int(os.environ.get("API_CASES", "300"))
OPERATIONS: Final = sum(2 if resource.is_of_rows else 1 for resource in RESOURCES)
PLAIN: Final = {"accept-encoding": "identity"}
MODES: Final = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def test_it_is_openapi(client: Client) -> None:
    OpenAPIV31SpecValidator(client.get(DESCRIPTION).json()).validate()


def test_every_parameter_and_every_fact_is_described(client: Client) -> None:
    description = client.get(DESCRIPTION).json()
    asked = [
        parameter["description"] for path in description["paths"].values() for parameter in path["get"]["parameters"]
    ]
    facts = [
        fact.get("description")
        for resource in RESOURCES
        for fact in description["components"]["schemas"][resource.name]["properties"].values()
    ]

    assert len(description["paths"]) == OPERATIONS
    assert all([*asked, *facts])


def test_the_answers_are_as_described(client: Client) -> None:
    for hour in range(2):
        one_of_everything(hour)
    api = schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())

    for resource in RESOURCES:
        listed = ask(client, resource.name)["data"]
        assert listed
        api[f"/{resource.name}"]["GET"].Case().call_and_validate(headers=PLAIN)
        if resource.is_of_rows:
            for row in listed:
                api[f"/{resource.name}/{{id}}"]["GET"].Case(path_parameters={"id": row["id"]}).call_and_validate(
                    headers=PLAIN
                )


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_it_holds_whatever_is_asked(mode: GenerationMode) -> None:
    one_of_everything()
    api = schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())
    each = -(-CASES // (OPERATIONS * len(MODES)))
    made = 0
    for operation in (result.ok() for result in api.get_all_operations()):

        @settings(
            max_examples=each,
            deadline=timedelta(seconds=5),
            derandomize=True,
            database=None,
            suppress_health_check=[*HealthCheck],
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def hold(case: Any) -> None:
            nonlocal made
            made += 1
            case.call_and_validate(headers=PLAIN)

        hold()

    assert made >= CASES // len(MODES)
