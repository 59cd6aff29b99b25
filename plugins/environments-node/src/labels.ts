/**
 * Labels and annotations that every object of an environment carries. Objects
 * are found by label, never by name.
 */

/** `app.kubernetes.io/managed-by` of all that Sandlot makes. @public */
export const MANAGED_BY = 'sandlot';
/** Field manager of every server-side apply. @public */
export const FIELD_MANAGER = 'sandlot';

/** @public */
export const LABEL_MANAGED_BY = 'app.kubernetes.io/managed-by';
/** Id of the environment; on the Namespace it says whose it is. @public */
export const LABEL_ENVIRONMENT = 'sandlot.dev/environment';
/** Id of the operation that asked for the Namespace; tells ours from a stranger's. @public */
export const LABEL_REQUEST = 'sandlot.dev/request';
/** Name of the template. @public */
export const LABEL_TEMPLATE = 'sandlot.dev/template';
/** Digest of the template revision; too long for a label. @public */
export const ANNOTATION_REVISION = 'sandlot.dev/revision';
/**
 * The same id on every other object. What was made of an earlier version lacks it,
 * until it is upgraded.
 *
 * @public
 */
export const ANNOTATION_REQUEST = 'sandlot.dev/request';
/** Entity reference of the owner; has characters that a label may not have. @public */
export const ANNOTATION_OWNER = 'sandlot.dev/owner';
/** Entity reference of the person whose service account, and binding, it is. @public */
export const ANNOTATION_PERSON = 'sandlot.dev/person';
/** What Backstage's Kubernetes plugin finds objects by. @public */
export const LABEL_BACKSTAGE_ID = 'backstage.io/kubernetes-id';

/** Service account whose rights are asked about before an environment is Ready. @public */
export const OWNER_SERVICE_ACCOUNT = 'sandlot-owner';
/** The same with the rights of viewers. @public */
export const VIEWER_SERVICE_ACCOUNT = 'sandlot-viewer';
/** ClusterRoles that templates bind in the namespace; shipped in `deploy/`. @public */
export const OWNER_CLUSTER_ROLE = 'sandlot-owner';
/** @public */
export const VIEWER_CLUSTER_ROLE = 'sandlot-viewer';
/** Bound for minutes, to one person, after somebody else agreed; no template may. @public */
export const ELEVATED_CLUSTER_ROLE = 'sandlot-elevated';
/**
 * Who brought the object: `template`, `module.<name>`, `add-on.<name>` or
 * `developer`.
 *
 * @public
 */
export const LABEL_ORIGIN = 'sandlot.dev/origin';
