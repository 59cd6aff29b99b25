import { Entity } from '@backstage/catalog-model';
import { shopTemplate } from '../testing/shopTemplate';
import { APPROVERS, NEWCOMER } from './people';

const HOUR = 60 * 60_000;

/** What the template promises, and how many there may be. */
export const offer = {
  lease: 48 * HOUR,
  longestLease: 96 * HOUR,
  perOwner: 2,
  total: 3,
  /** So many must agree to what a newcomer asks for; one to a longer lease. */
  agree: 2,
};

/** Of an environment, what somebody may delete past the portal. */
export const SETTINGS = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'settings',
};
export const LOSABLE = `${SETTINGS.kind} ${SETTINGS.name}`;

/** How long those have who must agree. */
export const AGREE_WITHIN_SECONDS = 40 * 60 * 60;

/** Places on the cluster: whoever comes when they are taken waits. */
export const PLACES = 2;

/** The five objects that are required, settings and a Deployment; `greeting` makes it another revision. */
export function modelTemplate(greeting: string): Entity {
  return shopTemplate({
    greeting,
    storage: false,
    spec: {
      lease: { default: '48h', maximum: '96h' },
      limits: { perOwner: offer.perOwner, total: offer.total },
      policies: [
        {
          name: 'newcomers',
          when: `requester.ref == "${NEWCOMER}"`,
          effect: 'requireApproval',
          by: APPROVERS,
          count: offer.agree,
          message: 'They are new here',
        },
      ],
    },
  });
}
