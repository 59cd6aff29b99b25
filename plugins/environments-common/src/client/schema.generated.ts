// Generated from openapi.yaml by `./sandlot generate`. Do not edit.
export interface paths {
    "/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The clusters on which environments can be made, the default first. */
        get: operations["listClusters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The templates that the caller may read in the catalog. */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{namespace}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One template at its current revision, with the form of its parameters. */
        get: operations["getTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description What a request would make, without making it: nothing is stored, no cluster is asked. Faults in what was typed come back as `problems`, so that a form can show them at the field while one types. */
        post: operations["createPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The environments that the caller may read, newest first. */
        get: operations["listEnvironments"];
        put?: never;
        /** @description Asks for an environment. The answer comes as soon as the request is durable; the operation tells how far it has got. The same key with the same body answers with the same operation, with another body it is a conflict. */
        post: operations["createEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getEnvironment"];
        put?: never;
        post?: never;
        /** @description Asks for the end of an environment and of all that is in its namespace. Asking again while it is being deleted answers with the running operation. */
        delete: operations["deleteEnvironment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Everything that was done with the environment, newest first. */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}/objects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The objects that the environment is made of, as the cluster shows them now. */
        get: operations["listObjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environments/{id}/kubeconfig": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A kubeconfig that is good for this environment's namespace alone, with a short token. It is shown this once and stored nowhere; that it was given out, to whom and until when is recorded. */
        post: operations["createKubeconfig"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The audit log, newest first. Reading it is itself recorded, once a query: pages after the first belong to the same reading. */
        get: operations["listAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/records/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAuditRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A full catalog entity reference, such as `group:default/team-harbor` */
        EntityRef: string;
        /** @description A DNS label of at most 40 characters */
        EnvironmentName: string;
        /** @description SHA-256 of the canonical content */
        Digest: string;
        /** @enum {string} */
        Phase: "Provisioning" | "Ready" | "Failed" | "Deleting" | "Deleted";
        Problem: {
            /** @description JSON Pointer into the request, such as `/parameters/size` */
            path: string;
            message: string;
            expected?: string;
        };
        Error: {
            error: {
                name: string;
                message: string;
                problems?: components["schemas"]["Problem"][];
            };
            request?: Record<string, never>;
            response?: Record<string, never>;
        };
        Cluster: {
            name: string;
            title: string;
            /**
             * @description `real`: a cluster that runs workloads. `simulated`: a real API server whose nodes only pretend. `memory`: no cluster at all.
             * @enum {string}
             */
            reality: "real" | "simulated" | "memory";
        };
        Template: {
            ref: components["schemas"]["EntityRef"];
            namespace: string;
            name: string;
            title: string;
            description: string;
            owner: components["schemas"]["EntityRef"];
            tags: string[];
            revision: components["schemas"]["Digest"];
        };
        TemplateDetail: {
            ref: components["schemas"]["EntityRef"];
            namespace: string;
            name: string;
            title: string;
            description: string;
            owner: components["schemas"]["EntityRef"];
            tags: string[];
            revision: components["schemas"]["Digest"];
            /** @description JSON Schema (draft-07) of the parameters */
            parameters: {
                [key: string]: unknown;
            };
        };
        CreateEnvironmentRequest: {
            template: components["schemas"]["EntityRef"];
            revision: components["schemas"]["Digest"];
            name: components["schemas"]["EnvironmentName"];
            owner: components["schemas"]["EntityRef"];
            /** @description Without it, the first of the configured clusters */
            cluster?: string;
            parameters: {
                [key: string]: unknown;
            };
        };
        PreviewRequest: {
            template: components["schemas"]["EntityRef"];
            name: string;
            owner: string;
            cluster?: string;
            parameters: {
                [key: string]: unknown;
            };
        };
        Preview: {
            template: components["schemas"]["EntityRef"];
            revision: components["schemas"]["Digest"];
            cluster: components["schemas"]["Cluster"];
            /** @description What one gets, in plain words */
            summary: components["schemas"]["SummaryItem"][];
            /** @description In the order in which they are made; empty while there are problems */
            objects: {
                apiVersion: string;
                kind: string;
                name: string;
                wave: components["schemas"]["Wave"];
                manifest: {
                    [key: string]: unknown;
                };
            }[];
            problems: components["schemas"]["Problem"][];
        };
        SummaryItem: {
            /** @enum {string} */
            topic: "namespace" | "quota" | "limits" | "network" | "security" | "access" | "workload" | "storage" | "other";
            text: string;
        };
        /** @enum {string} */
        Wave: "namespace" | "policies" | "workloads";
        Condition: {
            type: string;
            /** @enum {string} */
            status: "True" | "False" | "Unknown";
            reason: string;
            message: string;
            /** Format: date-time */
            lastTransitionTime: string;
        };
        Environment: {
            /** Format: uuid */
            id: string;
            name: components["schemas"]["EnvironmentName"];
            owner: components["schemas"]["EntityRef"];
            createdBy: components["schemas"]["EntityRef"];
            template: {
                ref: components["schemas"]["EntityRef"];
                title: string;
                revision: components["schemas"]["Digest"];
            };
            cluster: components["schemas"]["Cluster"];
            namespace: string;
            namespaceUid?: string;
            phase: components["schemas"]["Phase"];
            conditions: components["schemas"]["Condition"][];
            parameters: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            readyAt?: string;
            /** Format: date-time */
            deletedAt?: string;
            operation: components["schemas"]["Operation"];
            /** @description What the caller may do with it now */
            allowed: {
                delete: boolean;
                access: boolean;
            };
        };
        Operation: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            environmentId: string;
            /** @enum {string} */
            kind: "create" | "delete";
            /** @enum {string} */
            state: "Queued" | "Running" | "Succeeded" | "Failed";
            requestedBy: components["schemas"]["EntityRef"];
            /** Format: date-time */
            requestedAt: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            stages: components["schemas"]["Stage"][];
            failure?: components["schemas"]["Failure"];
        };
        Stage: {
            /** @enum {string} */
            name: "namespace" | "policies" | "workloads" | "verify" | "delete" | "drain";
            title: string;
            /** @enum {string} */
            state: "Pending" | "Running" | "Succeeded" | "Failed";
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            /** @description What it waits for, or what the cluster said */
            message?: string;
        };
        Failure: {
            /** @description One word for programs, such as `AdmissionRefused` */
            reason: string;
            /** @description What happened, in the cluster's own words where it spoke */
            message: string;
            /** @description What is left behind and what to do */
            advice: string;
        };
        AcceptedOperation: {
            environment: components["schemas"]["Environment"];
            operation: components["schemas"]["Operation"];
        };
        EnvironmentObject: {
            apiVersion: string;
            kind: string;
            name: string;
            wave: components["schemas"]["Wave"];
            /** @enum {string} */
            health: "Healthy" | "Progressing" | "Degraded" | "Missing" | "Unknown";
            message?: string;
            /** Format: date-time */
            createdAt?: string;
        };
        Kubeconfig: {
            /** @description YAML, to be saved with mode 0600 */
            kubeconfig: string;
            namespace: string;
            /** @enum {string} */
            role: "owner" | "viewer";
            /** Format: date-time */
            expiresAt: string;
        };
        /** @enum {string} */
        AuditStage: "requested" | "authorized" | "denied" | "attempt" | "succeeded" | "failed" | "unknown" | "observed";
        /** @enum {string} */
        AuditOutcome: "pending" | "success" | "failure" | "denied" | "unknown";
        AuditActor: {
            /** @description Entity reference of a user, or the subject of a service */
            ref: string;
            /** @enum {string} */
            kind: "user" | "service" | "system" | "anonymous";
            groups: string[];
            onBehalfOf?: string;
            authMethod: string;
        };
        AuditRecord: {
            /** Format: uuid */
            eventId: string;
            /** @description Decimal digits; order of writing, not of commit */
            sequence: string;
            /** Format: date-time */
            time: string;
            /**
             * Format: uuid
             * @description The same for all that one request brought about
             */
            correlationId: string;
            stage: components["schemas"]["AuditStage"];
            outcome: components["schemas"]["AuditOutcome"];
            /** @description Such as `environment.create` or `kubernetes.apply` */
            action: string;
            actor: components["schemas"]["AuditActor"];
            authorization?: {
                permission: string;
                /** @enum {string} */
                decision: "ALLOW" | "DENY";
                /** @description The rule that gave the decision, in words */
                basis: string;
            };
            source?: {
                address?: string;
                userAgent?: string;
            };
            target: {
                cluster?: string;
                namespace?: string;
                namespaceUid?: string;
                apiVersion?: string;
                kind?: string;
                name?: string;
                uid?: string;
            };
            /** Format: uuid */
            environmentId?: string;
            /** Format: uuid */
            operationId?: string;
            epoch?: number;
            attempt?: number;
            template?: {
                ref: string;
                revision?: components["schemas"]["Digest"];
            };
            parameters?: {
                [key: string]: unknown;
            };
            reason?: string;
        };
        AuditRecordDetail: {
            record: components["schemas"]["AuditRecord"];
            /** @description The record as RFC 8785 JSON; its UTF-8 bytes are what is hashed */
            canonical: string;
            digest: components["schemas"]["Digest"];
        };
    };
    responses: {
        /** @description What went wrong, where, and what was expected */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        TemplateNamespace: string;
        TemplateName: string;
        EnvironmentId: string;
        /** @description `nextCursor` of the page before */
        Cursor: string;
        Limit: number;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listClusters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The clusters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Cluster"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates, by title */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Template"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: components["parameters"]["TemplateNamespace"];
                name: components["parameters"]["TemplateName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDetail"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewRequest"];
            };
        };
        responses: {
            /** @description What would be made */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listEnvironments: {
        parameters: {
            query?: {
                /** @description `mine`: only those that the caller or the caller's groups own */
                scope?: "mine" | "all";
                owner?: string;
                template?: string;
                cluster?: string;
                /** @description One of these phases; without it all but `Deleted` */
                phase?: components["schemas"]["Phase"][];
                /** @description `nextCursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of environments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Environment"][];
                        /** @description Absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createEnvironment: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEnvironmentRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedOperation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["EnvironmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The environment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["EnvironmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedOperation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listOperations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["EnvironmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The operations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Operation"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listObjects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["EnvironmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The objects, in the order in which they are made */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EnvironmentObject"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createKubeconfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["EnvironmentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default owner
                     * @enum {string}
                     */
                    role?: "owner" | "viewer";
                    /** @default 3600 */
                    expirationSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The kubeconfig */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Kubeconfig"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The operation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listAuditRecords: {
        parameters: {
            query?: {
                /** @description Entity reference of the person or service, as recorded */
                actor?: string;
                template?: string;
                cluster?: string;
                namespace?: string;
                environment?: string;
                correlation?: string;
                action?: string;
                outcome?: components["schemas"]["AuditOutcome"];
                stage?: components["schemas"]["AuditStage"];
                /** @description Not before this time */
                from?: string;
                /** @description Before this time */
                to?: string;
                /** @description `nextCursor` of the page before */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of records */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditRecord"][];
                        /** @description Absent on the last page */
                        nextCursor?: string;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getAuditRecord: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record, with the bytes that are hashed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRecordDetail"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
}
