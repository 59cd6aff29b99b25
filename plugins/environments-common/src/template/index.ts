export * from './EnvironmentTemplateEntityV1alpha1';
