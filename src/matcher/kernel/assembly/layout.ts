// The layout of a compiled package, shared by TypeScript and AssemblyScript: plain numbers only, so that both read it.
// The buffer is an array of little-endian 32-bit words; the header names sections by their offset in bytes.

export const headerBytes = 256;
export const magicNumber = 0x4d424b52;
/** Raised whenever the layout, a hash or a limit changes: stored buffers of another version are refused. */
export const layoutVersion = 1;

// Words of the header.
export const atMagic = 0;
export const atVersion = 1;
export const atByteLength = 2;
export const atTerms = 3;
export const atPatterns = 4;
export const atFlags = 5;
export const atMaxLength = 6;
export const atLengths = 7;
export const atGateShift = 8;
export const atBloomShift = 9;
export const atSlotShift = 10;
export const atClasses = 11;
export const atClassMasks = 12;
export const atFirstBytes = 13;
export const atGateAny = 14;
export const atGateWord = 15;
export const atShortAny = 16;
export const atShortWord = 17;
export const atBloom = 18;
export const atSlots = 19;
export const atEntries = 20;
export const atDeepGroups = 21;
export const atDeepEntries = 22;
export const atOffsets = 23;
export const atBytes = 24;
export const atFirstMember = 25;
export const atMembers = 26;
export const atTermFlags = 27;
export const atIds = 28;
export const atIdOffsets = 29;
export const atScopes = 30;
export const atScopesLength = 31;
export const atEmpty = 32;
export const atEmptyCount = 33;

// Bits of `atFlags`.
export const hasAny = 1;
export const hasWord = 2;
export const hasShort = 4;
export const hasHexIds = 8;

// Odd multipliers of the prefix hash, one per 32-bit word of the prefix, and of its class.
export const multiply0 = -1640531535;
export const multiply1 = -2048144789;
export const multiply2 = -1028477387;
export const multiply3 = 374761393;
export const classSalt = 668265263;

/** Words of a class's masks, one for each word of its prefix. */
export const prefixWords = 4;
/** Room for this many classes. */
export const maxClasses = 16;

// A pattern word: the index of the pattern, edges whose boundary must be looked at, edges that every term of the
// pattern needs, and whether the index is that of a deep group instead.
export const patternMask = 0x7ffffff;
export const checkShift = 27;
export const needShift = 29;
export const deepBit = -2147483648;

/** Words of a hit that a kernel puts out: record, position, and pattern with its open edges above `checkShift`. */
export const hitWords = 3;

export const startEdge = 1;
export const endEdge = 2;
