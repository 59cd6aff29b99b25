import { createProgram } from './program';

createProgram().parseAsync(process.argv);
