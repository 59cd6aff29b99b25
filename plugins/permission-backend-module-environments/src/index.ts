/**
 * The developer, ops and auditor policy of Sandlot.
 *
 * @packageDocumentation
 */

export { permissionModuleEnvironments as default } from './module';
export { EnvironmentsPolicy } from './EnvironmentsPolicy';
