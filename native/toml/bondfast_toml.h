/* The only door between C# and toml++. Fixed-width types, bt_ prefix. A document is flattened into an array of nodes and one
 * buffer of text, so that C# copies twice and never walks native memory. No C++ exception leaves. */
#ifndef BONDFAST_TOML_H
#define BONDFAST_TOML_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BT_API __attribute__((visibility("default")))

enum bt_kind {
	BT_TABLE = 0, BT_ARRAY = 1, BT_STRING = 2, BT_INTEGER = 3, BT_FLOAT = 4, BT_BOOLEAN = 5, BT_DATE = 6,
};

/* One value. Parents come before their children; the root is node 0. Lines and columns count from 1; columns count characters.
 *
 *    0        4        8        12       16       20       24       28       32       36       40       48       56
 *    | kind   | parent | key_at | key_n  | text_at| text_n | line   | column | key_ln | key_col| integer| real   |
 */
struct bt_node {
	int32_t kind;                    /* enum bt_kind */
	int32_t parent;                  /* index, -1 at the root */
	int32_t key_at, key_length;      /* in the text buffer, UTF-8; length 0 for elements of arrays (and for the key "") */
	int32_t text_at, text_length;    /* a string's value; other values as TOML writes them */
	int32_t line, column;            /* where the value begins */
	int32_t key_line, key_column;    /* where the key begins; 0 for elements of arrays */
	int64_t integer;                 /* BT_INTEGER and BT_BOOLEAN */
	double real;                     /* BT_FLOAT */
};

struct bt_document;

/* Parses a whole buffer. Null only when memory is out. Free with bt_free, also after an error. */
BT_API struct bt_document *bt_parse(const uint8_t *text, int32_t length);
BT_API void bt_free(struct bt_document *document);

/* 0: parsed. 1: not, and the position and a sentence (UTF-8, cut to size, NUL at the end) say why. */
BT_API int32_t bt_error(const struct bt_document *document, int32_t *line, int32_t *column, uint8_t *message, int32_t size);

BT_API int32_t bt_node_count(const struct bt_document *document);
BT_API int32_t bt_text_length(const struct bt_document *document);
/* Copy all nodes, all text. The buffers have the sizes that the two functions above say. */
BT_API void bt_nodes_copy(const struct bt_document *document, struct bt_node *nodes);
BT_API void bt_text_copy(const struct bt_document *document, uint8_t *text);

#ifdef __cplusplus
}
#endif
#endif
