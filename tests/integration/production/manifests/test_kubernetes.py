"""The manifests for Kubernetes are valid, and say what the compose file says."""

import kubernetes_validate
import pytest
import yaml

from cms.settings.environment import Environment
from tests.servers import compose
from tests.servers.site import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")
OBJECTS = [each for path in FILES for each in yaml.safe_load_all(path.read_text())]
OURS = ("prepare", "web", "worker")
VERSIONS = ("1.31", "1.34", kubernetes_validate.latest_version())
KNOWN_HERE = {"DATABASE_URL", "ELASTICSEARCH_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY"}


def named(kind, name):
    (manifest,) = (
        each for each in OBJECTS if each["kind"] == kind and each["metadata"]["name"] == name
    )
    return manifest


def pod(name):
    return named("Job" if name == "prepare" else "Deployment", name)["spec"]["template"]["spec"]


def container(name):
    (spec,) = pod(name)["containers"]
    return spec


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("manifest", OBJECTS, ids=lambda each: each["kind"])
def test_it_is_valid_against_the_schema_of_kubernetes(manifest, version):
    kubernetes_validate.validate(manifest, version, strict=True)


def test_a_misspelt_field_is_found():
    manifest = named("Service", "web")
    wrong = manifest | {"spec": manifest["spec"] | {"portz": []}}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSIONS[-1], strict=True)


def test_the_kustomization_has_every_file():
    listed = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())

    assert sorted(listed["resources"]) == [path.name for path in FILES]
    assert {each["metadata"].get("namespace") for each in OBJECTS} == {None, listed["namespace"]}


@pytest.mark.parametrize("name", OURS)
def test_the_variables_are_those_of_the_compose_file_and_of_the_settings(name):
    (source,) = container(name)["envFrom"]
    settings = named("ConfigMap", source["configMapRef"]["name"])["data"]
    secrets = {each["name"]: each["valueFrom"]["secretKeyRef"] for each in container(name)["env"]}

    assert settings.keys() | secrets.keys() == set(compose.services()[name]["environment"])
    assert secrets.keys() == KNOWN_HERE
    assert all(secret == {"name": "site", "key": key} for key, secret in secrets.items())
    variables = {each.upper() for each in Environment.model_fields} | {"DJANGO_SETTINGS_MODULE"}
    assert settings.keys() | secrets.keys() <= variables


@pytest.mark.parametrize("name", OURS)
def test_the_commands_are_those_of_the_compose_file(name):
    assert container(name)["command"] == compose.services()[name]["command"]


@pytest.mark.parametrize("name", OURS)
def test_nothing_gains_rights_or_writes_but_to_its_volumes(name):
    context, context_of_pod = container(name)["securityContext"], pod(name)["securityContext"]

    assert context["capabilities"] == {"drop": ["ALL"]}
    assert context["readOnlyRootFilesystem"]
    assert not context["allowPrivilegeEscalation"]
    assert context_of_pod["runAsNonRoot"]
    assert f"--uid {context_of_pod['runAsUser']} " in (ROOT / "Dockerfile").read_text()
    assert not pod(name)["automountServiceAccountToken"]
    mounts = {each["mountPath"] for each in container(name)["volumeMounts"]}
    assert mounts == {"/data", "/tmp"}


@pytest.mark.parametrize("probe", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_probes_check_what_the_compose_file_checks(probe):
    check = container("web")[probe]["httpGet"]

    assert f"127.0.0.1:8000{check['path']}" in str(compose.services()["web"]["healthcheck"])
    assert {"name": check["port"], "containerPort": 8000} in container("web")["ports"]


def test_traffic_reaches_the_pods():
    web, service = named("Deployment", "web"), named("Service", "web")
    labels = web["spec"]["template"]["metadata"]["labels"]

    assert service["spec"]["selector"] == labels == web["spec"]["selector"]["matchLabels"]
    (rule,) = named("Ingress", "web")["spec"]["rules"]
    settings = named("ConfigMap", "site")["data"]
    assert rule["host"] == settings["ALLOWED_HOSTS"]
    assert settings["BASE_URL"] == f"https://{rule['host']}"
    (path,) = rule["http"]["paths"]
    assert path["backend"]["service"] == {"name": "web", "port": {"name": "http"}}
