import { AcceptedOperation } from '@sandlot/plugin-environments-common';
import { Request, Response } from 'express';

/** 202, with the place where one sees how it goes on. */
export function sendAccepted(
  // The typed requests and answers of the OpenAPI router differ in their parameters only.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  req: Request<any, any, any, any>,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  res: Response<any>,
  accepted: AcceptedOperation,
): void {
  res
    .status(202)
    .location(`${req.baseUrl}/operations/${accepted.operation.id}`)
    .json(accepted);
}
