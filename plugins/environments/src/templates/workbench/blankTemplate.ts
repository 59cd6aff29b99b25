/** What a template has at least, to begin with. */
export const BLANK_TEMPLATE = `apiVersion: sandlot.dev/v1alpha1
kind: EnvironmentTemplate
metadata:
  name: my-template
  title: My template
  description: What somebody gets from it.
spec:
  owner: group:default/platform-ops
  lifecycle: draft
  parameters:
    type: object
    required: [size]
    properties:
      size:
        title: Size
        type: string
        default: S
        oneOf:
          - { const: S, title: Small }
          - { const: L, title: Large }
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
        size: \${parameters.size}
`;
