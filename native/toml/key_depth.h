#pragma once
#include <cstddef>
#include <string_view>

/* Where a key has more parts than a document of ours can need. toml++ limits nested values but not the parts of a dotted key,
 * and frees tables by recursion: [a.a.a...] with enough parts would end the process by its stack. */
struct deep_key {
	bool found;
	int line, column;   /* from 1; of the part that is too much */
};

deep_key find_deep_key(std::string_view text, int max_parts);
