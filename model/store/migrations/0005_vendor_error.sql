-- Events may have a vendorErrorCode, and of settings what they set: a program that doesn't know of it can't read them.
UPDATE source SET id = id WHERE 0;
