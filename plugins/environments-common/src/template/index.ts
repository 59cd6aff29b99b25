export * from './EnvironmentModuleEntityV1alpha1';
export * from './EnvironmentTemplateEntityV1alpha1';
export { OWN_MANIFEST_KINDS } from './ownManifestKinds';
export { parameterUiSchema } from './parameterUiSchema';
export * from './TemplateParts';
