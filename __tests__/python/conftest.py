import pytest
from project import Project, make_project


@pytest.fixture(scope="session", params=["cdktf", "cdktn"])
def project(request, tmp_path_factory) -> Project:
    return make_project(request.param, tmp_path_factory.mktemp(request.param))
