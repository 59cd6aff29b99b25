// Generated from openapi.yaml by `./sandlot generate`. Do not edit.
export const spec = {
  "openapi": "3.1.0",
  "info": {
    "title": "environments",
    "version": "1",
    "description": "Sandbox environments on Kubernetes: what can be made, what was made, and the record of who did what. Every failed request answers with an `Error`; what the caller may not see answers exactly like what does not exist.",
    "license": {
      "name": "Apache-2.0",
      "url": "https://www.apache.org/licenses/LICENSE-2.0.html"
    }
  },
  "servers": [
    {
      "url": "/"
    }
  ],
  "paths": {
    "/clusters": {
      "get": {
        "operationId": "listClusters",
        "description": "The clusters on which environments can be made, the default first.",
        "responses": {
          "200": {
            "description": "The clusters",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "items"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/Cluster"
                      }
                    }
                  }
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/templates": {
      "get": {
        "operationId": "listTemplates",
        "description": "The templates that the caller may read in the catalog.",
        "responses": {
          "200": {
            "description": "The templates, by title",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "items"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/Template"
                      }
                    }
                  }
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/templates/{namespace}/{name}": {
      "get": {
        "operationId": "getTemplate",
        "description": "One template at its current revision, with the form of its parameters.",
        "parameters": [
          {
            "$ref": "#/components/parameters/TemplateNamespace"
          },
          {
            "$ref": "#/components/parameters/TemplateName"
          }
        ],
        "responses": {
          "200": {
            "description": "The template",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/TemplateDetail"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/previews": {
      "post": {
        "operationId": "createPreview",
        "description": "What a request would make, without making it: nothing is stored, no cluster is asked. Faults in what was typed come back as `problems`, so that a form can show them at the field while one types.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/PreviewRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "What would be made",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Preview"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/environments": {
      "get": {
        "operationId": "listEnvironments",
        "description": "The environments that the caller may read, newest first.",
        "parameters": [
          {
            "name": "scope",
            "in": "query",
            "description": "`mine`: only those that the caller or the caller's groups own",
            "schema": {
              "type": "string",
              "enum": [
                "mine",
                "all"
              ],
              "default": "all"
            }
          },
          {
            "name": "owner",
            "in": "query",
            "schema": {
              "type": "string",
              "maxLength": 300
            }
          },
          {
            "name": "template",
            "in": "query",
            "schema": {
              "type": "string",
              "maxLength": 300
            }
          },
          {
            "name": "cluster",
            "in": "query",
            "schema": {
              "type": "string",
              "maxLength": 63
            }
          },
          {
            "name": "phase",
            "in": "query",
            "description": "One of these phases; without it all but `Deleted`",
            "explode": true,
            "schema": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/Phase"
              }
            }
          },
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          }
        ],
        "responses": {
          "200": {
            "description": "A page of environments",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "items"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/Environment"
                      }
                    },
                    "nextCursor": {
                      "type": "string",
                      "description": "Absent on the last page"
                    }
                  }
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      },
      "post": {
        "operationId": "createEnvironment",
        "description": "Asks for an environment. The answer comes as soon as the request is durable; the operation tells how far it has got. The same key with the same body answers with the same operation, with another body it is a conflict.",
        "parameters": [
          {
            "name": "Idempotency-Key",
            "in": "header",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 8,
              "maxLength": 128,
              "pattern": "^[A-Za-z0-9_-]+$"
            }
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/CreateEnvironmentRequest"
              }
            }
          }
        },
        "responses": {
          "202": {
            "description": "Accepted",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/AcceptedOperation"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/environments/{id}": {
      "get": {
        "operationId": "getEnvironment",
        "parameters": [
          {
            "$ref": "#/components/parameters/EnvironmentId"
          }
        ],
        "responses": {
          "200": {
            "description": "The environment",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Environment"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      },
      "delete": {
        "operationId": "deleteEnvironment",
        "description": "Asks for the end of an environment and of all that is in its namespace. Asking again while it is being deleted answers with the running operation.",
        "parameters": [
          {
            "$ref": "#/components/parameters/EnvironmentId"
          }
        ],
        "responses": {
          "202": {
            "description": "Accepted",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/AcceptedOperation"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/environments/{id}/operations": {
      "get": {
        "operationId": "listOperations",
        "description": "Everything that was done with the environment, newest first.",
        "parameters": [
          {
            "$ref": "#/components/parameters/EnvironmentId"
          }
        ],
        "responses": {
          "200": {
            "description": "The operations",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "items"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/Operation"
                      }
                    }
                  }
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/environments/{id}/objects": {
      "get": {
        "operationId": "listObjects",
        "description": "The objects that the environment is made of, as the cluster shows them now.",
        "parameters": [
          {
            "$ref": "#/components/parameters/EnvironmentId"
          }
        ],
        "responses": {
          "200": {
            "description": "The objects, in the order in which they are made",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "items"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/EnvironmentObject"
                      }
                    }
                  }
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/environments/{id}/kubeconfig": {
      "post": {
        "operationId": "createKubeconfig",
        "description": "A kubeconfig that is good for this environment's namespace alone, with a short token. It is shown this once and stored nowhere; that it was given out, to whom and until when is recorded.",
        "parameters": [
          {
            "$ref": "#/components/parameters/EnvironmentId"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "role": {
                    "type": "string",
                    "enum": [
                      "owner",
                      "viewer"
                    ],
                    "default": "owner"
                  },
                  "expirationSeconds": {
                    "type": "integer",
                    "minimum": 600,
                    "maximum": 28800,
                    "default": 3600
                  }
                }
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "The kubeconfig",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Kubeconfig"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/operations/{id}": {
      "get": {
        "operationId": "getOperation",
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "format": "uuid"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The operation",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Operation"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/audit/records": {
      "get": {
        "operationId": "listAuditRecords",
        "description": "The audit log, newest first. Reading it is itself recorded, once a query: pages after the first belong to the same reading.",
        "parameters": [
          {
            "name": "actor",
            "in": "query",
            "description": "Entity reference of the person or service, as recorded",
            "schema": {
              "type": "string",
              "maxLength": 300
            }
          },
          {
            "name": "template",
            "in": "query",
            "schema": {
              "type": "string",
              "maxLength": 300
            }
          },
          {
            "name": "cluster",
            "in": "query",
            "schema": {
              "type": "string",
              "maxLength": 63
            }
          },
          {
            "name": "namespace",
            "in": "query",
            "schema": {
              "type": "string",
              "maxLength": 63
            }
          },
          {
            "name": "environment",
            "in": "query",
            "schema": {
              "type": "string",
              "format": "uuid"
            }
          },
          {
            "name": "correlation",
            "in": "query",
            "schema": {
              "type": "string",
              "format": "uuid"
            }
          },
          {
            "name": "action",
            "in": "query",
            "schema": {
              "type": "string",
              "maxLength": 100
            }
          },
          {
            "name": "outcome",
            "in": "query",
            "schema": {
              "$ref": "#/components/schemas/AuditOutcome"
            }
          },
          {
            "name": "stage",
            "in": "query",
            "schema": {
              "$ref": "#/components/schemas/AuditStage"
            }
          },
          {
            "name": "from",
            "in": "query",
            "description": "Not before this time",
            "schema": {
              "type": "string",
              "format": "date-time"
            }
          },
          {
            "name": "to",
            "in": "query",
            "description": "Before this time",
            "schema": {
              "type": "string",
              "format": "date-time"
            }
          },
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          }
        ],
        "responses": {
          "200": {
            "description": "A page of records",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "items"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/AuditRecord"
                      }
                    },
                    "nextCursor": {
                      "type": "string",
                      "description": "Absent on the last page"
                    }
                  }
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/audit/records/{eventId}": {
      "get": {
        "operationId": "getAuditRecord",
        "parameters": [
          {
            "name": "eventId",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "format": "uuid"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The record, with the bytes that are hashed",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/AuditRecordDetail"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    }
  },
  "components": {
    "parameters": {
      "TemplateNamespace": {
        "name": "namespace",
        "in": "path",
        "required": true,
        "schema": {
          "type": "string",
          "maxLength": 63
        }
      },
      "TemplateName": {
        "name": "name",
        "in": "path",
        "required": true,
        "schema": {
          "type": "string",
          "maxLength": 63
        }
      },
      "EnvironmentId": {
        "name": "id",
        "in": "path",
        "required": true,
        "schema": {
          "type": "string",
          "format": "uuid"
        }
      },
      "Cursor": {
        "name": "cursor",
        "in": "query",
        "description": "`nextCursor` of the page before",
        "schema": {
          "type": "string",
          "maxLength": 500
        }
      },
      "Limit": {
        "name": "limit",
        "in": "query",
        "schema": {
          "type": "integer",
          "minimum": 1,
          "maximum": 200,
          "default": 50
        }
      }
    },
    "responses": {
      "Error": {
        "description": "What went wrong, where, and what was expected",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      }
    },
    "schemas": {
      "EntityRef": {
        "type": "string",
        "description": "A full catalog entity reference, such as `group:default/team-harbor`",
        "minLength": 5,
        "maxLength": 300,
        "pattern": "^[a-z0-9-]+:[a-z0-9-_.]+/[a-zA-Z0-9-_.]+$"
      },
      "EnvironmentName": {
        "type": "string",
        "description": "A DNS label of at most 40 characters",
        "minLength": 1,
        "maxLength": 40,
        "pattern": "^[a-z]([a-z0-9-]*[a-z0-9])?$"
      },
      "Digest": {
        "type": "string",
        "description": "SHA-256 of the canonical content",
        "pattern": "^sha256:[0-9a-f]{64}$"
      },
      "Phase": {
        "type": "string",
        "enum": [
          "Provisioning",
          "Ready",
          "Failed",
          "Deleting",
          "Deleted"
        ]
      },
      "Problem": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "path",
          "message"
        ],
        "properties": {
          "path": {
            "type": "string",
            "description": "JSON Pointer into the request, such as `/parameters/size`"
          },
          "message": {
            "type": "string"
          },
          "expected": {
            "type": "string"
          }
        }
      },
      "Error": {
        "type": "object",
        "required": [
          "error"
        ],
        "properties": {
          "error": {
            "type": "object",
            "required": [
              "name",
              "message"
            ],
            "properties": {
              "name": {
                "type": "string"
              },
              "message": {
                "type": "string"
              },
              "problems": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/Problem"
                }
              }
            }
          },
          "request": {
            "type": "object"
          },
          "response": {
            "type": "object"
          }
        }
      },
      "Cluster": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name",
          "title",
          "reality"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "reality": {
            "type": "string",
            "description": "`real`: a cluster that runs workloads. `simulated`: a real API server whose nodes only pretend. `memory`: no cluster at all.",
            "enum": [
              "real",
              "simulated",
              "memory"
            ]
          }
        }
      },
      "Template": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "ref",
          "namespace",
          "name",
          "title",
          "description",
          "owner",
          "tags",
          "revision"
        ],
        "properties": {
          "ref": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "namespace": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "description": {
            "type": "string"
          },
          "owner": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "tags": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "revision": {
            "$ref": "#/components/schemas/Digest"
          }
        }
      },
      "TemplateDetail": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "ref",
          "namespace",
          "name",
          "title",
          "description",
          "owner",
          "tags",
          "revision",
          "parameters"
        ],
        "properties": {
          "ref": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "namespace": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "description": {
            "type": "string"
          },
          "owner": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "tags": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "revision": {
            "$ref": "#/components/schemas/Digest"
          },
          "parameters": {
            "type": "object",
            "additionalProperties": true,
            "description": "JSON Schema (draft-07) of the parameters"
          }
        }
      },
      "CreateEnvironmentRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "template",
          "revision",
          "name",
          "owner",
          "parameters"
        ],
        "properties": {
          "template": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "revision": {
            "$ref": "#/components/schemas/Digest"
          },
          "name": {
            "$ref": "#/components/schemas/EnvironmentName"
          },
          "owner": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "cluster": {
            "type": "string",
            "description": "Without it, the first of the configured clusters",
            "maxLength": 63
          },
          "parameters": {
            "type": "object",
            "additionalProperties": true
          }
        }
      },
      "PreviewRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "template",
          "name",
          "owner",
          "parameters"
        ],
        "properties": {
          "template": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "name": {
            "type": "string",
            "maxLength": 200
          },
          "owner": {
            "type": "string",
            "maxLength": 300
          },
          "cluster": {
            "type": "string",
            "maxLength": 63
          },
          "parameters": {
            "type": "object",
            "additionalProperties": true
          }
        }
      },
      "Preview": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "template",
          "revision",
          "cluster",
          "summary",
          "objects",
          "problems"
        ],
        "properties": {
          "template": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "revision": {
            "$ref": "#/components/schemas/Digest"
          },
          "cluster": {
            "$ref": "#/components/schemas/Cluster"
          },
          "summary": {
            "type": "array",
            "description": "What one gets, in plain words",
            "items": {
              "$ref": "#/components/schemas/SummaryItem"
            }
          },
          "objects": {
            "type": "array",
            "description": "In the order in which they are made; empty while there are problems",
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "apiVersion",
                "kind",
                "name",
                "wave",
                "manifest"
              ],
              "properties": {
                "apiVersion": {
                  "type": "string"
                },
                "kind": {
                  "type": "string"
                },
                "name": {
                  "type": "string"
                },
                "wave": {
                  "$ref": "#/components/schemas/Wave"
                },
                "manifest": {
                  "type": "object",
                  "additionalProperties": true
                }
              }
            }
          },
          "problems": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      },
      "SummaryItem": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "topic",
          "text"
        ],
        "properties": {
          "topic": {
            "type": "string",
            "enum": [
              "namespace",
              "quota",
              "limits",
              "network",
              "security",
              "access",
              "workload",
              "storage",
              "other"
            ]
          },
          "text": {
            "type": "string"
          }
        }
      },
      "Wave": {
        "type": "string",
        "enum": [
          "namespace",
          "policies",
          "workloads"
        ]
      },
      "Condition": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "type",
          "status",
          "reason",
          "message",
          "lastTransitionTime"
        ],
        "properties": {
          "type": {
            "type": "string"
          },
          "status": {
            "type": "string",
            "enum": [
              "True",
              "False",
              "Unknown"
            ]
          },
          "reason": {
            "type": "string"
          },
          "message": {
            "type": "string"
          },
          "lastTransitionTime": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "Environment": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id",
          "name",
          "owner",
          "createdBy",
          "template",
          "cluster",
          "namespace",
          "phase",
          "conditions",
          "parameters",
          "createdAt",
          "updatedAt",
          "operation",
          "allowed"
        ],
        "properties": {
          "id": {
            "type": "string",
            "format": "uuid"
          },
          "name": {
            "$ref": "#/components/schemas/EnvironmentName"
          },
          "owner": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "createdBy": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "template": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "ref",
              "title",
              "revision"
            ],
            "properties": {
              "ref": {
                "$ref": "#/components/schemas/EntityRef"
              },
              "title": {
                "type": "string"
              },
              "revision": {
                "$ref": "#/components/schemas/Digest"
              }
            }
          },
          "cluster": {
            "$ref": "#/components/schemas/Cluster"
          },
          "namespace": {
            "type": "string"
          },
          "namespaceUid": {
            "type": "string"
          },
          "phase": {
            "$ref": "#/components/schemas/Phase"
          },
          "conditions": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Condition"
            }
          },
          "parameters": {
            "type": "object",
            "additionalProperties": true
          },
          "createdAt": {
            "type": "string",
            "format": "date-time"
          },
          "updatedAt": {
            "type": "string",
            "format": "date-time"
          },
          "readyAt": {
            "type": "string",
            "format": "date-time"
          },
          "deletedAt": {
            "type": "string",
            "format": "date-time"
          },
          "operation": {
            "$ref": "#/components/schemas/Operation"
          },
          "allowed": {
            "type": "object",
            "description": "What the caller may do with it now",
            "additionalProperties": false,
            "required": [
              "delete",
              "access"
            ],
            "properties": {
              "delete": {
                "type": "boolean"
              },
              "access": {
                "type": "boolean"
              }
            }
          }
        }
      },
      "Operation": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id",
          "environmentId",
          "kind",
          "state",
          "requestedBy",
          "requestedAt",
          "stages"
        ],
        "properties": {
          "id": {
            "type": "string",
            "format": "uuid"
          },
          "environmentId": {
            "type": "string",
            "format": "uuid"
          },
          "kind": {
            "type": "string",
            "enum": [
              "create",
              "delete"
            ]
          },
          "state": {
            "type": "string",
            "enum": [
              "Queued",
              "Running",
              "Succeeded",
              "Failed"
            ]
          },
          "requestedBy": {
            "$ref": "#/components/schemas/EntityRef"
          },
          "requestedAt": {
            "type": "string",
            "format": "date-time"
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "finishedAt": {
            "type": "string",
            "format": "date-time"
          },
          "stages": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Stage"
            }
          },
          "failure": {
            "$ref": "#/components/schemas/Failure"
          }
        }
      },
      "Stage": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name",
          "title",
          "state"
        ],
        "properties": {
          "name": {
            "type": "string",
            "enum": [
              "namespace",
              "policies",
              "workloads",
              "verify",
              "delete",
              "drain"
            ]
          },
          "title": {
            "type": "string"
          },
          "state": {
            "type": "string",
            "enum": [
              "Pending",
              "Running",
              "Succeeded",
              "Failed"
            ]
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "finishedAt": {
            "type": "string",
            "format": "date-time"
          },
          "message": {
            "type": "string",
            "description": "What it waits for, or what the cluster said"
          }
        }
      },
      "Failure": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "reason",
          "message",
          "advice"
        ],
        "properties": {
          "reason": {
            "type": "string",
            "description": "One word for programs, such as `AdmissionRefused`"
          },
          "message": {
            "type": "string",
            "description": "What happened, in the cluster's own words where it spoke"
          },
          "advice": {
            "type": "string",
            "description": "What is left behind and what to do"
          }
        }
      },
      "AcceptedOperation": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "environment",
          "operation"
        ],
        "properties": {
          "environment": {
            "$ref": "#/components/schemas/Environment"
          },
          "operation": {
            "$ref": "#/components/schemas/Operation"
          }
        }
      },
      "EnvironmentObject": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "apiVersion",
          "kind",
          "name",
          "wave",
          "health"
        ],
        "properties": {
          "apiVersion": {
            "type": "string"
          },
          "kind": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "wave": {
            "$ref": "#/components/schemas/Wave"
          },
          "health": {
            "type": "string",
            "enum": [
              "Healthy",
              "Progressing",
              "Degraded",
              "Missing",
              "Unknown"
            ]
          },
          "message": {
            "type": "string"
          },
          "createdAt": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "Kubeconfig": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "kubeconfig",
          "namespace",
          "role",
          "expiresAt"
        ],
        "properties": {
          "kubeconfig": {
            "type": "string",
            "description": "YAML, to be saved with mode 0600"
          },
          "namespace": {
            "type": "string"
          },
          "role": {
            "type": "string",
            "enum": [
              "owner",
              "viewer"
            ]
          },
          "expiresAt": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "AuditStage": {
        "type": "string",
        "enum": [
          "requested",
          "authorized",
          "denied",
          "attempt",
          "succeeded",
          "failed",
          "unknown",
          "observed"
        ]
      },
      "AuditOutcome": {
        "type": "string",
        "enum": [
          "pending",
          "success",
          "failure",
          "denied",
          "unknown"
        ]
      },
      "AuditActor": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "ref",
          "kind",
          "groups",
          "authMethod"
        ],
        "properties": {
          "ref": {
            "type": "string",
            "description": "Entity reference of a user, or the subject of a service"
          },
          "kind": {
            "type": "string",
            "enum": [
              "user",
              "service",
              "system",
              "anonymous"
            ]
          },
          "groups": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "onBehalfOf": {
            "type": "string"
          },
          "authMethod": {
            "type": "string"
          }
        }
      },
      "AuditRecord": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "eventId",
          "sequence",
          "time",
          "correlationId",
          "stage",
          "outcome",
          "action",
          "actor",
          "target"
        ],
        "properties": {
          "eventId": {
            "type": "string",
            "format": "uuid"
          },
          "sequence": {
            "type": "string",
            "description": "Decimal digits; order of writing, not of commit"
          },
          "time": {
            "type": "string",
            "format": "date-time"
          },
          "correlationId": {
            "type": "string",
            "format": "uuid",
            "description": "The same for all that one request brought about"
          },
          "stage": {
            "$ref": "#/components/schemas/AuditStage"
          },
          "outcome": {
            "$ref": "#/components/schemas/AuditOutcome"
          },
          "action": {
            "type": "string",
            "description": "Such as `environment.create` or `kubernetes.apply`"
          },
          "actor": {
            "$ref": "#/components/schemas/AuditActor"
          },
          "authorization": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "permission",
              "decision",
              "basis"
            ],
            "properties": {
              "permission": {
                "type": "string"
              },
              "decision": {
                "type": "string",
                "enum": [
                  "ALLOW",
                  "DENY"
                ]
              },
              "basis": {
                "type": "string",
                "description": "The rule that gave the decision, in words"
              }
            }
          },
          "source": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "address": {
                "type": "string"
              },
              "userAgent": {
                "type": "string"
              }
            }
          },
          "target": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "cluster": {
                "type": "string"
              },
              "namespace": {
                "type": "string"
              },
              "namespaceUid": {
                "type": "string"
              },
              "apiVersion": {
                "type": "string"
              },
              "kind": {
                "type": "string"
              },
              "name": {
                "type": "string"
              },
              "uid": {
                "type": "string"
              }
            }
          },
          "environmentId": {
            "type": "string",
            "format": "uuid"
          },
          "operationId": {
            "type": "string",
            "format": "uuid"
          },
          "epoch": {
            "type": "integer"
          },
          "attempt": {
            "type": "integer"
          },
          "template": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "ref"
            ],
            "properties": {
              "ref": {
                "type": "string"
              },
              "revision": {
                "$ref": "#/components/schemas/Digest"
              }
            }
          },
          "parameters": {
            "type": "object",
            "additionalProperties": true
          },
          "reason": {
            "type": "string"
          }
        }
      },
      "AuditRecordDetail": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "record",
          "canonical",
          "digest"
        ],
        "properties": {
          "record": {
            "$ref": "#/components/schemas/AuditRecord"
          },
          "canonical": {
            "type": "string",
            "description": "The record as RFC 8785 JSON; its UTF-8 bytes are what is hashed"
          },
          "digest": {
            "$ref": "#/components/schemas/Digest"
          }
        }
      }
    }
  }
} as const;
