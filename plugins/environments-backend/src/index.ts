/**
 * The environments plugin's backend: the API, the engine and the log.
 *
 * @packageDocumentation
 */
export { environmentsPlugin as default } from './plugin';
