/**
 * Attributes of a user-assigned managed identity.
 */
export interface IdentityAttributes {
  /** Resource ID of the identity. */
  readonly id: string;

  /** Client (application) ID of the identity. */
  readonly clientId: string;

  /** Object ID of the identity's service principal. */
  readonly principalId: string;
}
