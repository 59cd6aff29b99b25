import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { EnvironmentRow } from '../database/rows';

/**
 * The name of one change of one environment: from all that it is made of to all
 * that it will be made of. It is worked out again when the change is asked for,
 * under the lock that the change is accepted with, so that nothing can come in
 * between.
 *
 * What the cluster showed beside that is not part of it. That moves by itself (an
 * autoscaler, a default that the server fills in) and can't be locked; the
 * fields that the objects name come out as agreed whatever it was before, since
 * they are applied by force.
 */
export function agreementOf(
  kind: 'upgrade' | 'rollback' | 'transfer',
  environment: EnvironmentRow,
  render: EnvironmentRender,
): string {
  const { id, revision, parameters, addOns, ownManifests, manifests, checks } =
    environment;
  return formatDigest(
    sha256(
      canonicalBytes({
        kind,
        environment: id,
        from: { revision, parameters, addOns, ownManifests, manifests, checks },
        to: {
          revision: render.revision,
          parameters: render.parameters,
          addOns: render.addOns,
          ownManifests: render.ownManifests,
          manifests: render.manifests,
          checks: render.checks,
        },
      }),
    ),
  );
}
