/**
 * What the pages, the backend and other plugins share: types, permissions and
 * the client of the environments API.
 *
 * @packageDocumentation
 */
export * from './auditActions';
export * from './client';
export * from './entityName';
export * from './permissions';
export * from './proof';
export * from './signals';
export * from './types';
export * from './template';
