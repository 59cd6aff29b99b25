import { createProgram } from './program';
import { reportError } from './ui/reportError';

createProgram().parseAsync(process.argv).catch(reportError);
