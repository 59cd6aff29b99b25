/**
 * The environments plugin's backend.
 *
 * @packageDocumentation
 */
export { environmentsPlugin as default } from './plugin';
