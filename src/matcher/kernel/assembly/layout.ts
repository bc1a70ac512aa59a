// The layout of a compiled package, shared by TypeScript and AssemblyScript: plain numbers only, so that both read it.
// The buffer is an array of little-endian 32-bit words; the header names sections by their offset in bytes.

export const headerBytes = 256;
export const magicNumber = 0x4d424b52;
/** Raised whenever the layout, a hash or a limit changes: stored buffers of another version are refused. */
export const layoutVersion = 2;

// Words of the header.
export const atMagic = 0;
export const atVersion = 1;
export const atByteLength = 2;
export const atTerms = 3;
export const atPatterns = 4;
export const atFlags = 5;
export const atMaxLength = 6;
export const atLengths = 7;
export const atStartShift = 8;
export const atShortShift = 9;
export const atLongShift = 10;
export const atRunShift = 11;
export const atBloomShift = 12;
export const atSlotShift = 13;
export const atClasses = 14;
export const atRunDepth = 15;
export const atClassMasks = 16;
export const atFirstBytes = 17;
export const atStartGate = 18;
export const atShortGate = 19;
export const atLongGate = 20;
export const atRunGate = 21;
export const atPairMap = 22;
export const atBloom = 23;
export const atSlots = 24;
export const atEntries = 25;
export const atDeepGroups = 26;
export const atDeepEntries = 27;
export const atOffsets = 28;
export const atBytes = 29;
export const atFirstMember = 30;
export const atMembers = 31;
export const atTermFlags = 32;
export const atIds = 33;
export const atIdOffsets = 34;
export const atScopes = 35;
export const atScopesLength = 36;
export const atEmpty = 37;
export const atEmptyCount = 38;

// Bits of `atFlags`: free patterns that may start anywhere, and those of them of 1 to 3 bytes; terms that share a pattern.
export const hasFree = 1;
export const hasAny = 2;
export const hasPairs = 4;
export const hasShared = 8;
export const hasHexIds = 16;

// Odd multipliers of the prefix hash, one per 32-bit word of the prefix, and of its class.
export const multiply0 = -1640531535;
export const multiply1 = -2048144789;
export const multiply2 = -1028477387;
export const multiply3 = 374761393;
export const classSalt = 668265263;

/** Words of a class's masks, one for each word of its prefix. */
export const prefixWords = 4;
/** The class of patterns of one run; the next two are those of two, and of three and more. Those below are by length. */
export const firstRunClass = 13;
export const runClasses = 3;
/** The greatest key of a class, in bytes. */
export const longestKey = 16;

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
