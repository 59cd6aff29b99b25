export { environmentsTranslationRef } from './translationRef';
