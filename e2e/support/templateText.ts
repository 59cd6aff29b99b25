/** What one revision of a test's template has; what is absent is as in the first. */
export interface TemplateRevision {
  greeting?: string;
  image?: string;
  replicas?: number;
  /** By which its pods are selected; Kubernetes lets nobody change it. */
  selector?: string;
  /** A check that never holds, and gives up after this many seconds. */
  neverHolds?: number;
  /** An expression that names a parameter which is not there. */
  faulty?: boolean;
}

/** Where the fault of a faulty one stands: the name in the expression. */
export const FAULT = 'parameters.sice';

export const CHECK_MESSAGE = 'The blue moon has not risen yet.';

/** A web server with its settings, in whatever namespace the modules shape. */
export function templateText(
  name: string,
  revision: TemplateRevision = {},
): string {
  const {
    greeting = 'Hello',
    image = 'nginxinc/nginx-unprivileged:1.29-alpine',
    replicas = 1,
    selector = 'web',
    neverHolds,
    faulty,
  } = revision;
  return `apiVersion: sandlot.dev/v1alpha1
kind: EnvironmentTemplate
metadata:
  name: ${name}
  title: ${titleOf(name)}
  description: A web server of a test.
spec:
  owner: group:default/platform-ops
  modules:
    - module: owner-access
    - module: network-isolation
    - module: quota
  resources:
    - apiVersion: v1
      kind: ConfigMap
      metadata:
        name: settings
      data:
        greeting: ${faulty ? `\${${FAULT}}` : greeting}
    - apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        replicas: ${replicas}
        selector:
          matchLabels:
            app: ${selector}
        template:
          metadata:
            labels:
              app: ${selector}
          spec:
            automountServiceAccountToken: false
            containers:
              - name: web
                image: ${image}
                securityContext:
                  runAsNonRoot: true
                  allowPrivilegeEscalation: false
                  capabilities:
                    drop: [ALL]
                  seccompProfile:
                    type: RuntimeDefault
${neverHolds ? checkThatNeverHolds(neverHolds) : ''}`;
}

/** What people read of a template of this name. */
export function titleOf(name: string): string {
  return `Template ${name}`;
}

function checkThatNeverHolds(timeoutSeconds: number): string {
  return `  checks:
    - name: moon
      object: { apiVersion: v1, kind: ConfigMap, name: settings }
      that: object.data.moon == "blue"
      message: ${CHECK_MESSAGE}
      timeoutSeconds: ${timeoutSeconds}
`;
}
