/** Id of the identity that the library makes, in the construct whose identity it is. */
export const IDENTITY_ID = "Identity";
