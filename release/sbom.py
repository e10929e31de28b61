# SPDX-License-Identifier: EUPL-1.2
"""The SBOM: CycloneDX 1.6 of what pgaref runs on, with version, purl, licence and hashes of each.

A package has a hash for each file that the lock lets be installed of it, so they stand with its
distribution, as CycloneDX has it, not with the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from release.packages import Package
from release.sources import ReleaseError


def sbom(version: str, packages: Sequence[Package], asked: Sequence[str], moment: int) -> str:
    """The SBOM of pgaref at `version`, made at `moment` (seconds).

    Raises:
        ReleaseError: it is not as the schema of CycloneDX 1.6 says.
    """
    itself = _itself(version)
    components = {package.name: _component(package) for package in packages}
    bom = Bom(
        serial_number=uuid5(NAMESPACE_URL, f"pgaref {version} {moment}"),
        components=components.values(),
    )
    bom.metadata.timestamp = datetime.fromtimestamp(moment, UTC)
    bom.metadata.component = itself
    bom.register_dependency(itself, [components[name] for name in asked])
    for package in packages:
        bom.register_dependency(
            components[package.name], [components[name] for name in package.needs]
        )
    text = JsonV1Dot6(bom).output_as_string(indent=2) + "\n"
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem is not None:
        raise ReleaseError(f"the SBOM is no CycloneDX 1.6: {problem}")
    return text


def _itself(version: str) -> Component:
    return Component(
        name="pgaref",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=f"pgaref@{version}",
        licenses=[LicenseFactory().make_from_string("EUPL-1.2")],
    )


def _component(package: Package) -> Component:
    purl = PackageURL("pypi", None, package.name, package.version)
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(str(purl)),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in package.hashes],
    )
    licences = [LicenseFactory().make_from_string(package.licence)] if package.licence else []
    return Component(
        name=package.name,
        version=package.version,
        description=package.summary or None,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=str(purl),
        licenses=licences,
        external_references=[files],
    )
